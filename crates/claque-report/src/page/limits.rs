//! What this log cannot show, how often chance would do the same, and what is never said.

use crate::model::Model;
use crate::visible;
use crate::words::{has, t};
use maud::{Markup, html};

/// The chapter.
pub fn chapter(model: &Model) -> Markup {
    let d = &model.decoys;
    let limit = super::sure::limit(model);
    html! {
        ul.plain {
            @if d.searched > 0 {
                li { (t!("limits.decoys", n = d.searched, chapter = t!("decoys.title"))) }
            }
            li { (limit) }
            @for said in model.untested.iter().map(|key| untested(key)).filter(|said| *said != limit) { li { (said) } }
            li { (t!("limits.kind")) }
            li { (t!("limits.who")) }
            li { (t!("limits.person")) }
        }
    }
}

fn untested(key: &str) -> String {
    let key = format!("limits.{key}");
    if has(&key) { t!(&key) } else { visible::name(&key) }
}
