//! Parameters of the search for crews (`claque-detect`).

use super::parameters;
use serde::{Deserialize, Serialize};

parameters! {
    /// How crews are searched. "Design" names the method's own write-up in `ARCHITECTURE.md`.
    SearchParameters {
        scales: Vec<u32> = vec![1, 6, 24, 96, 384], "hours", "1 or more, rising", "Lengths of window, from fine to coarse.", "orders are delivered within hours to weeks";
        span_share: f64 = 0.125, "share of the log's span", "0 to 1", "A scale longer than this share of the log is skipped: its windows could not be told apart.", "design";
        min_cell: u32 = 15, "marks", "2 or more", "Fewest unexplained marks in a cell that is compared.", "method reference";
        min_overlap: u32 = 4, "accounts", "2 or more", "Fewest shared accounts of a pair of cells that is asked about.", "method reference";
        soft: f64 = 1e-4, "probability", "0 to 1", "An edge below this tail under both nulls stays if triangles hold it.", "method reference";
        firm: f64 = 1e-9, "probability", "0 to soft", "An edge below this tail under both nulls stays by itself.", "method reference";
        firm_alone: f64 = 1e-12, "probability", "0 to firm", "The same where one null has no power and the other decides alone.", "method reference";
        triangles: u32 = 6, "triangles", "0 or more", "Triangles of kept edges that must contain a soft edge (k-truss).", "method reference";
        rare_offset: f64 = 10.0, "marks", "above 0", "Added to an account's activity in its weight 1/(activity + offset): the shy are surprising, the busy meet everyone.", "method reference";
        activity_cap: f64 = 200.0, "marks", "1 or more", "Activity beyond which an account counts no more in the expected overlap.", "method reference";
        taste_prior: f64 = 1.0, "weighted pairs", "above 0", "Pseudo-count of the taste that two owners' publics share.", "method reference";
        common_taste: f64 = 0.95, "quantile", "0 to 1", "Where the one window is the whole log, every pair is granted this quantile of what related pages share.", "related pages share much, and there are no other times to know which are";
        common_taste_pairs: u32 = 50, "pairs", "1 or more", "Fewest pairs that activity does not explain for that quantile to be taken.", "design";
        common_taste_spread: f64 = 0.5, "share of cells", "0 to 1", "Share of the cells that could stand out which pairs that do must touch for that quantile to be taken.", "taste is everywhere, a crew is not";
        whole_apart: f64 = 0.8, "share of steps", "0 to 1", "A finding of the whole log stands if more than this share of its members' steps from mark to mark last a day or longer.", "what is done in one sitting was seen by windows";
        short_life: f64 = 0.6, "share of a page's marks", "0 to 1", "A page with more of its marks in one cell has no other times to compare with: the null 'when' has no power.", "method reference";
        faint_tail: f64 = 0.03, "probability", "soft to 1", "An edge among surges below this tail under both nulls stays if enough triangles hold it.", "pools of 2 % per order share one account where chance gives a third";
        faint_overlap: u32 = 2, "accounts", "1 or more", "Fewest shared accounts of a pair of surges that is asked about.", "see faint_tail";
        faint_triangles: u32 = 4, "triangles", "1 or more", "Triangles of kept edges that must contain an edge among surges.", "see faint_tail";
        faint_surge: f64 = 4.0, "ratio", "above 1", "How many times what its other times would give a cell must hold to be a surge.", "an order is a surge of its page";
        faint_life: u32 = 8, "windows", "1 or more", "Shortest life of a target, in windows, for its cells to be surges.", "a post that lives a day has no other times";
        faint_hours: u32 = 96, "hours", "1 or more", "Coarsest window at which surges are compared.", "longer windows hold no surge";
        min_crew: u32 = 8, "accounts", "2 or more", "Fewest members of a crew.", "method reference";
        peel_rounds: u32 = 2, "rounds", "1 or more", "How often a grid is searched again after its findings were explained.", "method reference";
        join_tail: f64 = 1e-12, "probability", "0 to 1", "Two findings share accounts beyond chance below this tail.", "method reference";
        join_share: f64 = 0.5, "share of the smaller", "0 to 1", "Two findings join if they share more than this of the smaller's accounts, or pages.", "method reference";
        join_share_of_order: f64 = 0.02, "share of a finding's members", "0 to 1", "A page that fewer of a finding's marks lie on (and fewer than five) is not one that it served.", "method reference";
        join_pages: u32 = 8, "pages", "1 or more", "Fewest pages shared in the same time by which findings join.", "method reference";
        join_resolution: f64 = 0.15, "Jaccard", "0 to 1", "Resolution of the constant Potts model by which findings are cut into crews.", "method reference";
        fan_share: f64 = 0.001, "share of accounts", "0 to 1", "Share of accounts that may be one owner's fans: all jobs of one owner say no more than the logarithm of its inverse for membership.", "a crew may serve pages that have fans of their own";
        fan_owners: u32 = 8, "owners", "1 or more", "Fewest owners of a crew for fan_share to count.", "a campaign may serve two owners only";
        scan_gain: f64 = 20.0, "nats", "above 0", "Least log-likelihood ratio of a stretch that is taken as an order (scan statistic).", "Kulldorff 1997; method reference";
        scan_ends: u32 = 64, "instants", "8 or more", "End points tried when a page's life is scanned for orders.", "method reference";
        scan_longest: u32 = 4, "windows", "1 or more", "Longest stretch taken as one order, in the coarsest windows at which the crew was seen.", "an order is one or a few cells";
        scan_shortest_bound: u32 = 96, "hours", "1 or more", "The bound on the length of an order is never below this.", "one crew fills fast and slow orders";
        scan_most: u32 = 6, "orders", "1 or more", "Most orders taken from one page.", "method reference";
        usual_share: f64 = 0.2, "share of a crew's median order", "0 to 1", "A stretch smaller than this is not an order of this crew.", "method reference";
        complete_rounds: u32 = 4, "rounds", "1 or more", "How often jobs and members of a recurring crew are found again from each other.", "method reference";
        follow_doubt: f64 = 1e-6, "probability", "0 to 1", "A crew is followed over the whole log if the probability that it is doubted reaches this.", "a piece of a crew may look innocent where the whole does not";
        settle_doubt: f64 = 5e-5, "probability", "0 to 1", "The members and marks of a crew are settled if the probability that it is doubted reaches this.", "a crowd below this moves no figure, and settling costs";
        left_share: f64 = 0.8, "share of an account's marks", "0 to 1", "An account that takes back more of its marks than this within a day has left or was closed, and took nothing back together with others.", "a platform closes many accounts in one hour";
        regular_pages: u32 = 4, "pages", "2 or more", "Fewest pages of one owner that an account marked to be one of his regulars.", "see days_cap";
        batch_reach: f64 = 0.1666666667, "hours", "above 0", "Accounts made within this of each other may be of one batch.", "bulk-made accounts come by dozens within minutes";
        batch_apart: f64 = 3.0, "hours", "above 0", "Of the accounts made within this of one of a batch, most are made within batch_reach.", "whoever makes accounts by dozens makes none for a while after";
        batch_share: f64 = 0.5, "share of accounts", "0 to 1", "Share of them that is most.", "followers who sign up at a call take hours: 0.05-0.3";
        batch_tail: f64 = 1e-9, "probability", "0 to 1", "Regulars of an owner made together beyond the log's sign-up curve below this tail are looked at as a crew.", "see firm";
        join_again: u32 = 3, "rounds", "0 or more", "How often completed crews are joined again.", "method reference";
    }
}
