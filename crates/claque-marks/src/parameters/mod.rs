//! Every threshold of claque: its name, unit, range, default and source, once. Resolved parameters
//! travel with the result (`audit.json`) and [`Parameters::describe`] feeds `docs/parameters.md`.

mod audience;
mod check;
mod kinds;
mod search;

pub use audience::AudienceParameters;
pub use check::OutOfRange;
pub use kinds::{KindParameters, PieceParameters};
pub use search::SearchParameters;

use serde::{Deserialize, Serialize};

/// What the documentation and an error message say of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Its key.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The values that make sense.
    pub range: &'static str,
    /// Its default, printed.
    pub default: String,
    /// What it does.
    pub meaning: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
}

/// Makes a struct of parameters, its defaults and its descriptions from one list.
macro_rules! parameters {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $default:expr, $unit:literal, $range:literal, $meaning:literal, $source:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $(
                #[doc = $meaning]
                #[doc = concat!("Unit: ", $unit, "; range: ", $range, "; source: ", $source, ".")]
                pub $field: $type,
            )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $name {
            /// Its numbers by name, in the order of [`Self::describe`].
            pub(super) fn values(&self) -> Vec<super::check::Value> {
                use super::check::Numbers;
                vec![$({
                    let (numbers, ranged) = self.$field.numbers();
                    (stringify!($field), numbers, ranged, self.$field.fault())
                },)*]
            }

            /// Every parameter of this group, described.
            pub fn describe() -> Vec<super::Description> {
                vec![$(super::Description {
                    name: stringify!($field),
                    unit: $unit,
                    range: $range,
                    default: stringify!($default).to_owned(),
                    meaning: $meaning,
                    source: $source,
                },)*]
            }
        }
    };
}
pub(crate) use parameters;

/// All parameters of an audit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// How crews are searched.
    pub search: SearchParameters,
    /// How kinds compete.
    pub kinds: KindParameters,
}

impl Parameters {
    /// Every parameter with its group.
    pub fn describe() -> Vec<(&'static str, Vec<Description>)> {
        vec![("search", SearchParameters::describe()), ("kinds", KindParameters::describe())]
    }
}
