//! Parameters of the competition of kinds (`claque-detect`).

use super::parameters;
use serde::{Deserialize, Serialize};

/// What one piece of evidence makes of its number: where it counts as high, and how probable that is for
/// each kind. The formula is on top of `claque-detect`'s `evidence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PieceParameters {
    /// Value at which high and low are even.
    pub threshold: f64,
    /// Width of the blur around it, in units of ln(value).
    pub softness: f64,
    /// P(high | kind) for hired, fabricated, directed, organised, episode, unclear.
    pub high: [f64; 6],
}

const fn piece(threshold: f64, softness: f64, high: [f64; 6]) -> PieceParameters {
    PieceParameters { threshold, softness, high }
}

parameters! {
    /// How kinds compete.
    KindParameters {
        prior: [f64; 6] = [0.075, 0.020, 0.04, 0.32, 0.543, 0.002], "probability by kind", "above 0, sum 1", "How common each kind is among crews: most crowds that meet are innocent.", "judgement: a false accusation is the dearer error";
        untested_share: f64 = 0.05, "share of a prior", "0 to 1", "What is left of the prior of a kind whose defining evidence this log cannot test (breadth, coherence or circle for hired, creation, batches or pattern for fabricated, mirror for directed).", "a kind is called by what defines it";
        even: f64 = 0.3, "probability", "above 0, below 1", "P(hired or fabricated) by the tables of the pieces at which a crew proved to be such a one as often as not.", "simulated worlds: of 2,500 innocent crews, one 0.77 (its recurrence counts as low since), the next 0.17; of 500 hired ones, few below 0.33; nearer to these, as a false accusation is the dearer error";
        sharpness: f64 = 2.5, "factor", "1 or more", "What the log-odds from there on are multiplied by: the tables were set shyly.", "the same worlds: of 65 crews that the tables give 0.5 to 0.95, 13 would be innocent and one was";
        new_day: f64 = 24.0, "hours", "above 0", "Two meetings of an account with its crew this far apart are on separate days.", "design";
        steady_share: f64 = 0.6, "share of others' marks", "0 to 1", "A job that holds this much of what others gave its page, between the first and last tenth of its own marks, neither begins nor ends.", "a supplier that copies curves 0.65-0.9, recommenders that go on for weeks 0.03-0.5";
        steady_least: f64 = 20.0, "marks", "1 or more", "Fewest marks by others for a page to say whether a job there begins and ends.", "a share of few marks says nothing";
        taste_near: f64 = 2.0, "ratio to chance", "above 1", "Owners whose publics meet the crew's pages more than this are near to them.", "method reference";
        taste_least: f64 = 20.0, "marks", "0 or more", "Fewest marks expected near the crew's pages for own taste to be tested.", "method reference";
        return_least: f64 = 3.0, "marks", "0 or more", "Fewest marks expected back on the crew's pages for returning to be tested.", "counts below it cannot be low";
        return_prior: f64 = 4.0, "marks", "above 0", "Pseudo-count of returning, on both sides of the ratio.", "a few marks are no habit";
        returners: f64 = 1.0, "logarithm of a ratio", "0 or more", "How uncertain a coherence that is not high becomes where members surely return.", "a feed shown to all of one taste: coherence among those left 0.8-1.0 while members return 1.8-2 times as often as chance; hired 0.4-1.5";
        once_least: f64 = 30.0, "marks", "0 or more", "Fewest marks that others gave a crew's pages for at once to be tested.", "a mean of few says nothing";
        once_life: f64 = 0.3, "share of the whole time", "0 to 1", "What others' marks on one page must cover of those on all for at once to be tested.", "pages that live long 0.35-0.95, posts of a day 0.01-0.15";
        coherence_least: f64 = 8.0, "pairs of marks", "0 or more", "Fewest shared marks of outsiders that chance must give the crew's owners for coherence to be tested.", "a ratio to less says nothing";
        coherence_life: f64 = 96.0, "hours", "0 or more", "Where owners are not known and the middle half of what outsiders gave a typical page lies within this, low coherence is no answer.", "posts live a day or two";
        coherence_owners: u32 = 4, "owners", "2 or more", "Fewest owners for coherence to be tested.", "two pages may be unrelated by chance";
        bunch_reach: f64 = 1.0, "hours", "above 0", "Accounts created within this of each other are neighbours in creation.", "design";
        bunch_size: u32 = 5, "accounts", "1 or more", "Neighbours that make a creation time bunched.", "design";
        arrival: f64 = 72.0, "hours", "0 or more", "In a crowd that met once, members who gave their first mark in a job within this of their creation came together, and were not made together.", "people who leave another platform sign up within days and bring their marks at once";
        one_owner: f64 = 0.8, "share of a crew's marks", "0 to 1", "Where one owner has more of a crew's marks, batches are asked for instead of creation, and coherence is not.", "followers may sign up together at an owner's call";
        one_owner_mostly: f64 = 0.6, "share of a crew's marks", "0 to 1", "Share of one owner at which own taste and returning are weighed half by their tables for crews of one owner.", "his pages are most of what members gave, and most of what outsiders are asked about";
        batch_others: f64 = 0.25, "share of members in batches", "0 to 1", "Fewer than this outside the largest batch, and batches are untested.", "a class signs up once, and followers at one call";
        pattern_least: u32 = 12, "accounts", "2 or more", "Fewest members with a known name for pattern to be tested.", "of a few names, several may be alike";
        pattern_common: f64 = 0.5, "share of other accounts", "0 to 1", "A shape of names that more of the others have is nobody's pattern.", "what most do tells nobody apart";
        empty_marks: f64 = 2.0, "marks", "0 or more", "Most marks outside every job with which an account has hardly a life of its own.", "bulk-made accounts give 0-3 for cover";
        mirror_reach: f64 = 24.0, "hours", "above 0", "A withdrawal within this of one of the member's own jobs lies in the same hours.", "leaked orders name both pages in one message";
        circle_closure: f64 = 0.6, "share of members' marks", "0 to 1", "Closure at which a circle is closed.", "real star campaign 0.67-1.0, most crowds 0.1-0.5";
        circle_share: f64 = 0.7, "share of pages' marks", "0 to 1", "Share of its pages' marks at which a circle is closed.", "real star campaign 0.72-1.0; imports and packs 0.2-0.7";
        circle_each: f64 = 5.0, "jobs", "1 or more", "Jobs a member at which a circle is closed.", "real star campaign 7-45; duplicates in a catalogue 2-6";
        circle_pages: f64 = 7.0, "pages", "1 or more", "Pages at which a circle is closed.", "duplicates in a catalogue have 2-6";
        circle_density: f64 = 0.27, "share of the circle's pages", "0 to 1", "Share of its pages that a member marked at which a circle that does not recur is closed.", "real star campaign 0.5-1; people who bring old marks from elsewhere 0.1-0.2";
        days_cap: f64 = 4.0, "days", "2 or more", "Days beyond which an account's meetings count no more in recurrence: a few regulars do not make a crowd come again.", "pieces of one-time crowds share a few busy accounts";
        circle_owners: f64 = 8.0, "owners", "1 or more", "Owners at which a circle serves others than itself.", "design";
        circle_breadth: f64 = 0.5, "ratio to chance", "0 to 1", "Owners of a circle's pages, against those of as many pages drawn at random, at which it serves others than itself.", "fans keep to 0.1-0.45";
        circle_seconds: f64 = 10.0, "seconds", "above 0", "Median pace from job to job that no reader keeps, in place of owners.", "real star campaign 1-5 s";
        circle_coherence: f64 = 3.0, "ratio to chance", "above 1", "Coherence among outsiders from which the pages are a scene and no closed circle.", "packs of one topic 5-30; pages of the real star campaign have no outsiders to ask";
        recurrence: PieceParameters = piece(3.1, 0.06, [0.98, 0.95, 0.50, 0.90, 0.002, 0.70]), "days", "threshold above 1", "Recurrence counts as high.", "of at most four: hired 3.3-4 (pools at 2 % 2.3), directed 2.3-4; crowds 1-2.3, recommenders that roll through a catalogue for weeks up to 3.2";
        rotation_days: f64 = 30.0, "days", "1 or more", "Separate days with jobs, less one, at which a crew counts as spread over time.", "a pool fills orders for weeks";
        rotation: PieceParameters = piece(0.6, 0.08, [0.40, 0.15, 0.10, 0.15, 0.002, 0.20]), "share of further jobs on days of their own", "0 to 1", "Rotation counts as high.", "pools 0.9-1, crowds 0-0.3";
        coherence: PieceParameters = piece(1.5, 0.10, [0.03, 0.10, 0.97, 0.985, 0.50, 0.60]), "ratio to chance", "threshold above 1", "Coherence counts as high.", "hired 0.7-1.3, causes and topics 2-30";
        breadth: PieceParameters = piece(0.6, 0.12, [0.98, 0.95, 0.80, 0.35, 0.60, 0.40]), "ratio to chance", "0 to 1", "Breadth counts as high.", "hired 0.9-1, fans of a few authors 0.1-0.45";
        breadth_related: PieceParameters = piece(0.6, 0.12, [0.70, 0.70, 0.70, 0.35, 0.60, 0.40]), "ratio to chance", "0 to 1", "Breadth counts as high, where coherence is.", "crews that serve one topic 0.4-1.1, its fans 0.2-0.6 on posts";
        size: PieceParameters = piece(60.0, 0.30, [0.88, 0.90, 0.80, 0.55, 0.55, 0.50]), "accounts", "2 or more", "Size counts as high.", "orders are sold by the hundred; classes and pods are 20-200";
        own_taste: PieceParameters = piece(1.5, 0.15, [0.22, 0.35, 0.78, 0.78, 0.50, 0.55]), "ratio to chance", "threshold above 1", "Own taste counts as high.", "method reference";
        own_public: PieceParameters = piece(4.0, 0.15, [0.03, 0.04, 0.15, 0.25, 0.25, 0.20]), "ratio to chance", "threshold above 1", "Own taste counts as so strong that the crew is the public of such pages.", "simulated worlds: of 183 crews 99 of 100 were below 1.7 and one above 4; of 238 crowds that recur every third was above";
        own_taste_one_owner: PieceParameters = piece(1.5, 0.15, [0.22, 0.35, 0.50, 0.45, 0.50, 0.50]), "ratio to chance", "threshold above 1", "Own taste counts as high, of a crew of one owner.", "judgement: what else the public of one owner likes is little known, and his fans may come for him alone";
        returning: PieceParameters = piece(1.6, 0.12, [0.006, 0.01, 0.60, 0.92, 0.50, 0.50]), "ratio to chance", "threshold above 1", "Returning counts as high.", "hired 0.4-1.5, fans 2-20";
        returning_related: PieceParameters = piece(1.6, 0.12, [0.006, 0.01, 0.75, 0.97, 0.50, 0.50]), "ratio to chance", "threshold above 1", "Returning counts as high, where coherence is.", "fans, classes and causes that meet on related pages 2.9-50, one audience of a recommender 0.9; crews that serve one topic 0.4-1.4";
        returning_one_owner: PieceParameters = piece(1.6, 0.12, [0.006, 0.01, 0.50, 0.50, 0.50, 0.50]), "ratio to chance", "threshold above 1", "Returning counts as high, of a crew of one owner.", "judgement: fans who marked all that their author put out when he did have nothing to come back to";
        closure: PieceParameters = piece(0.10, 0.15, [0.97, 0.98, 0.85, 0.75, 0.50, 0.60]), "share of members' marks", "0 to 1", "Closure counts as high.", "hired 0.2-1, crowds of everybody 0.02-0.1";
        lives: PieceParameters = piece(0.4, 0.15, [0.25, 0.90, 0.06, 0.06, 0.15, 0.20]), "share of members", "0 to 1", "Empty lives count as high.", "bulk-made accounts 0.6-0.9, closed circles 0.9-1, fans and supporters 0-0.23, one-time crowds 0-0.8";
        circle: PieceParameters = piece(1.0, 0.05, [0.60, 0.60, 0.003, 0.0001, 0.00003, 0.002]), "share of a closed circle", "about 1", "A circle counts as closed.", "real star campaign";
        pace: PieceParameters = piece(360.0, 0.20, [0.30, 0.30, 0.10, 0.12, 0.10, 0.10]), "jobs an hour", "above 0", "Pace counts as high.", "real star campaign 1-2 s; a starter pack is one click";
        timetable: PieceParameters = piece(5.0, 0.20, [0.004, 0.006, 0.15, 0.15, 0.05, 0.10]), "Rayleigh statistic", "above 0", "A timetable counts as high.", "e^-5 without one";
        timetable_strict: PieceParameters = piece(9.0, 0.20, [0.003, 0.004, 0.10, 0.10, 0.04, 0.08]), "-ln of a tail", "above 0", "A timetable counts as kept to the hour.", "e^-9 without one: lessons and letters of every week keep theirs, and orders of many customers do not";
        at_once: PieceParameters = piece(0.2, 0.25, [0.10, 0.08, 0.15, 0.70, 0.90, 0.60]), "share of what others take", "above 0", "Side by side counts as high.", "hired 0.01-0.24, where a supplier copies curves 0.8-1.5; audiences of a recommender 0.2-1, imports, lists and packs about 1";
        creation: PieceParameters = piece(0.5, 0.15, [0.003, 0.97, 0.002, 0.0005, 0.0005, 0.01]), "excess share bunched", "0 to 1", "Creation counts as bunched.", "bulk-made accounts 0.97-0.99";
        batches: PieceParameters = piece(0.5, 0.15, [0.02, 0.90, 0.02, 0.007, 0.005, 0.10]), "excess share in batches", "0 to 1", "Creation within minutes counts as high.", "judgement: a workplace or a class may sign up within minutes, too; followers who come at a call take hours";
        pattern: PieceParameters = piece(0.45, 0.15, [0.25, 0.75, 0.05, 0.03, 0.03, 0.06]), "excess share of members", "0 to 1", "Names of one pattern count as high.", "judgement: some bulk-made accounts have no names of their own, some crowds have names that a school gave";
        mirror: PieceParameters = piece(0.1, 0.20, [0.01, 0.01, 0.95, 0.01, 0.005, 0.02]), "share of members", "0 to 1", "Mirrored support counts as high.", "directed campaigns 0.4-0.7";
        takes_back: PieceParameters = piece(0.3, 0.20, [0.05, 0.05, 0.15, 0.03, 0.02, 0.03]), "share of members", "0 to 1", "Taking back together counts as high.", "judgement: people leave in protest as well, so it says little but that they act together";
    }
}
