//! Innocent crowds, one a file. People in them act for themselves, and every mark of theirs is authentic.

pub mod call;
pub mod class;
pub mod early;
pub mod fan_club;
pub mod import;
pub mod letter;
pub mod local_ad;
pub mod news_wave;
pub mod page_order;
pub mod recommender;
pub mod shared_list;
pub mod starter_pack;
pub mod viral;
