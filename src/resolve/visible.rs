//! Which articles take part: drafts, and briefings before or after their time, are left out unless asked for.

use crate::parse::{Article, Head};
use crate::project::Project;

/// Why an article is left out, in words that follow "which is"; nothing when it is shown.
pub(super) fn hidden_because(article: &Article, project: &Project) -> Option<&'static str> {
    let draft = "a draft (shown with `--drafts`)";
    match &article.head {
        Head::Briefing(head) => {
            let today = project.today;
            let early = head.publish.as_ref().and_then(|date| date.first_day()).is_some_and(|day| day > today);
            let late = head.expires.as_ref().and_then(|date| date.last_day()).is_some_and(|day| day < today);
            if head.draft && !project.options.drafts {
                Some(draft)
            } else if early && !project.options.future {
                Some("not published yet (shown with `--future`)")
            } else if late && !project.options.future {
                Some("expired (shown with `--future`)")
            } else {
                None
            }
        }
        Head::Page(head) | Head::Home(head) => (head.draft && !project.options.drafts).then_some(draft),
        Head::Entity | Head::List => None,
    }
}
