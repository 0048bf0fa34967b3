//! Parameters of tables of counts (`claque-audience`).

use super::parameters;
use serde::{Deserialize, Serialize};

parameters! {
    /// How growth is expected, and what stands out from it.
    AudienceParameters {
        periods_least: u32 = 12, "periods", "4 or more", "Fewest periods of a page for its own quiet periods to say what is expected; below it only the mix of countries does.", "a level, a trend and a noise cannot be told apart from fewer";
        outside_least: u32 = 10, "periods", "2 or more", "Fewest quiet periods of a country that must lie outside a window.", "half of a noise estimate's error at 10 is a quarter";
        lengths: [u32; 14] = [1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 45, 60, 90, 130], "periods", "1 or more, rising", "Lengths of window that are looked through; edges are then moved period by period.", "deliveries last hours to two months";
        surge_score: f64 = 13.0, "nats", "above 0", "Score at which a window is a surge or a loss: the sum over countries of z²/2 less the toll, where that is positive.", "simulated tables: at most 1 % false alarms per page-year, with a margin for noise of another kind";
        country_toll: f64 = 3.0, "nats", "above 0", "What each country must add to a window's score before it counts.", "z of 2.4: one country in 140 by chance";
        country_least: f64 = 3.0, "z", "0 or more", "What each country of a surge must come to over the whole of it, once its edges are known.", "one surge in a hundred with a country by chance, where nine are looked at";
        least_rise: f64 = 0.1, "share of expected", "0 or more", "Smallest rise over what is expected, in a country, for it to take part in a surge.", "smaller rises are within what trends do";
        least_marks: f64 = 20.0, "marks", "above 0", "Fewest marks above what was expected that a surge must bring.", "a family or a class that joins on one day is no surge";
        least_loss: f64 = 0.5, "share of expected", "0 to 1", "What must be lacking of what was expected for counts that cannot fall below none to show a loss.", "holidays and pauses between posts take less";
        episodes_most: u32 = 12, "episodes", "1 or more", "Most surges, and most losses, that are told of one page.", "beyond it nothing of the page is quiet";
        drift_doubt: f64 = 0.006, "share a day", "0 or more", "How far a trend may be mistaken where quiet periods lie on one side only.", "a sixth a month; simulated tables";
        step_reach: u32 = 7, "periods", "2 or more", "Periods before and after a day that are compared to find a step.", "one week: no weekly cycle is left";
        step_least: f64 = 2.5, "z", "above 0", "Size at which a country's own step counts for synchrony.", "one day in 160 by chance";
        step_score: f64 = 13.0, "nats", "above 0", "Score over countries at which steps on one day are a stop or a start of their own.", "as surge_score";
        together_least: u32 = 3, "countries", "2 or more", "Countries that must step on one day for a start or a stop to be called together.", "two may share a cause; the report gives the chance of each";
        together_reach: u32 = 1, "periods", "0 or more", "Steps this near to each other are on one day.", "time zones, and lists that are cut at midnight elsewhere";
        together_chance: f64 = 0.001, "probability", "0 to 1", "Chance of steps meeting by accident up to which a step that nothing answers is the end or the beginning of a flow that fills the rest of the table.", "one table in a thousand by accident";
        together_told: f64 = 0.3, "probability", "0 to 1", "Chance of steps meeting by accident above which a start or a stop that is no surge's edge is not told.", "simulated tables: 0.05 hides one dated stop in thirty";
        alike_least: f64 = 3.0, "z", "above 0", "z from which on the countries that are not among those that step on a day step with them: the step is the page's own.", "one step in a thousand by accident";
        dip_longest: u32 = 7, "periods", "1 or more", "Longest fall of all countries that is a dip, and no gap between two flows.", "holidays last days";
        edge_in: f64 = 1.3, "z", "0 or more", "z over a surge's countries together, below which a day at its edge is quiet.", "one day in ten by chance";
        edge_out: f64 = 3.1, "z", "0 or more", "z above which periods beside a surge belong to it.", "one day in a thousand by chance";
        edge_reaches: [u32; 4] = [1, 2, 4, 7], "periods", "1 or more, rising", "Periods beside a surge that are looked at together.", "what rises or fades slowly shows over a week where no day shows it";
        perhaps_least: f64 = 0.1, "probability", "0 to 1", "Probability of taking part in a surge below which a country that does not stand out counts as untouched.", "ten such countries are one that takes part";
        perhaps_likely: f64 = 0.5, "probability", "0 to 1", "Probability from which a country that does not stand out rather takes part: its step counts at the surge's edge.", "more likely than not";
        perhaps_longest: f64 = 0.25, "share of a page's periods", "0 to 1", "Longest surge in which countries that may take part say nothing of what is usual.", "outside a longer one too little is left that says it";
        perhaps_guide: f64 = 1.0, "deviations", "0 or more", "What a country would get, in standard deviations of what was expected of it, below which its days stay a guide to what is usual.", "what lies within its noise moves nothing";
        perhaps_known: f64 = 3.0, "countries", "above 0", "Countries that what was thought of their spread is worth against how far they fall short.", "the drift's prior has as many degrees of freedom";
        usual_share: f64 = 0.5, "share of a page's periods", "0 to 1", "Most that one surge may take of a page's periods: what most of them are like is what is usual.", "a dip, or a page that is launched, makes all the rest look like a surge";
        own_least: f64 = 31.0, "days", "above 0", "Length from which a stretch to an end of the table that all countries share is the page's own.", "deliveries are of days to a month; reach that is gained stays";
        launch_least: u32 = 7, "periods", "1 or more", "Periods without any mark at the beginning of a page's table, from which on they are before its launch.", "a page of few marks may have days without any";
        restored_reach: u32 = 28, "periods", "2 or more", "Periods before a fall and after a rise that are compared to tell a dip.", "four weeks";
        week_prior: f64 = 6.0, "weeks", "above 0", "Weight of the page's weekly cycle in that of a country.", "a country of 30 weeks keeps four fifths of its own";
        home_shares: [f64; 5] = [0.5, 0.6, 0.7, 0.8, 0.85], "share of new marks", "0 to 1", "Shares of the home country among new marks that are assumed in turn where nothing better is known, and shown beside it where it is.", "pages of public figures: half to six sevenths at home";
    }
}
