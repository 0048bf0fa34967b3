//! Ids: dense numbers from 0, given by sorted name, so that neither the order of rows nor the split into
//! files changes them. Each kind of thing has a type of its own.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id as an index into a column of its kind.
            #[inline]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id with this index. Panics above `u32::MAX`: readers refuse such logs before.
            #[inline]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("ids fit 32 bits: the reader checks it"))
            }
        }
    };
}

id!(
    /// Who gave or withdrew a mark.
    AccountId
);
id!(
    /// What was marked: a page, post, repository or note.
    PageId
);
id!(
    /// Who stands behind a page; several pages may share one.
    OwnerId
);
id!(
    /// The kind of mark: like, follow, star, vote.
    VerbId
);
id!(
    /// A country, as the log or a side table spells it.
    CountryId
);
id!(
    /// One page under one verb: what a cell is a stretch of. Numbered by (page, verb).
    TargetId
);
