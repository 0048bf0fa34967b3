//! Parameters of the competition of kinds (`claque-detect`).

use super::parameters;
use serde::{Deserialize, Serialize};

parameters! {
    /// How kinds compete.
    KindParameters {
        new_day: f64 = 24.0, "hours", "above 0", "Two meetings of an account with its crew this far apart are on separate days.", "design";
        taste_near: f64 = 2.0, "ratio to chance", "above 1", "Owners whose publics meet the crew's pages more than this are near to them.", "method reference";
        bunch_reach: f64 = 1.0, "hours", "above 0", "Accounts created within this of each other are neighbours in creation.", "design";
        bunch_size: u32 = 5, "accounts", "1 or more", "Neighbours that make a creation time bunched.", "design";
    }
}
