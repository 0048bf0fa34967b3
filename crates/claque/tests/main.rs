//! Black-box tests: every one drives the real binary, as a user or a script would. One binary holds them
//! all, so that it is linked once; one file a topic.

mod support;

mod audience;
mod audit;
mod bad_input;
mod browser;
mod demo;
mod determinism;
mod editions;
mod exit_codes;
mod export;
mod folder;
mod gate;
mod help;
mod itself;
mod judged_campaign;
mod judged_organic;
mod judged_worlds;
mod keyboard;
mod look;
mod made_together;
mod memory;
mod review;
mod rows;
mod settings;
mod why;
mod words;
mod worlds;
