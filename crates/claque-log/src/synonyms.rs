//! Names under which sources hold what we need, the likeliest first. Case, blanks, `_`, `-` and dots do not
//! matter: `Account ID`, `account_id` and `accountId` are one name, and so are `repo.name` and `repo_name`.

/// Who gave the mark.
pub(crate) const ACCOUNT: &[&str] = &[
    "account",
    "accountid",
    "accountname",
    "actor",
    "actorlogin",
    "actorid",
    "user",
    "userid",
    "did",
    "login",
    "src",
    "raterparticipantid",
    "participantid",
    "username",
    "userlogin",
    "userscreenname",
    "liker",
    "likerid",
    "follower",
    "followerid",
    "voter",
    "voterid",
    "fan",
    "fanid",
    "member",
    "memberid",
    "reviewer",
    "reviewerid",
    "uid",
    "utilisateur",
    "compte",
    "usuario",
    "cuenta",
    "benutzer",
    "konto",
    "គណនី",
    "ឈ្មោះគណនី",
    "អ្នកប្រើ",
    "អ្នកប្រើប្រាស់",
    "ឈ្មោះអ្នកប្រើ",
    "ឈ្មោះអ្នកប្រើប្រាស់",
];

/// What was marked.
pub(crate) const PAGE: &[&str] = &[
    "page",
    "pageid",
    "repo",
    "reponame",
    "repository",
    "repositoryname",
    "repoid",
    "objectid",
    "item",
    "itemid",
    "dst",
    "noteid",
    "note",
    "commitrecordsubjecturi",
    "commitrecordsubject",
    "subjecturi",
    "subject",
    "subjectid",
    "post",
    "postid",
    "retweettweetid",
    "tweetid",
    "pagename",
    "target",
    "targetid",
    "product",
    "productid",
    "asin",
    "video",
    "videoid",
    "movie",
    "movieid",
    "followee",
    "followeeid",
    "followed",
    "channel",
    "channelid",
    "contentid",
    "publication",
    "página",
    "pagina",
    "seite",
    "ទំព័រ",
    "ផេក",
    "ឈ្មោះទំព័រ",
    "ឈ្មោះផេក",
];

/// When.
pub(crate) const TIME: &[&str] = &[
    "time",
    "timestamp",
    "ts",
    "starredat",
    "likedat",
    "followedat",
    "timestampshare",
    "timeus",
    "createdatmillis",
    "tweettime",
    "eventtime",
    "commitrecordcreatedat",
    "datetime",
    "createdat",
    "createdutc",
    "unixtime",
    "epoch",
    "date",
    "at",
    "when",
    "dateetheure",
    "dateheure",
    "horodatage",
    "fechayhora",
    "fecha",
    "datumuhrzeit",
    "zeitpunkt",
    "datum",
    "កាលបរិច្ឆេទ",
    "ពេលវេលា",
    "ថ្ងៃខែឆ្នាំ",
    "ថ្ងៃខែ",
    "ថ្ងៃ",
    "created",
];

/// Given or withdrawn.
pub(crate) const ACTION: &[&str] = &[
    "action",
    "payloadaction",
    "commitoperation",
    "operation",
    "op",
    "eventaction",
    "sign",
    "delta",
    "សកម្មភាព",
];

/// The kind of mark.
pub(crate) const VERB: &[&str] = &[
    "verb",
    "reaction",
    "reactiontype",
    "marktype",
    "interaction",
    "interactiontype",
    "votetype",
    "commitcollection",
    "collection",
];

/// What a row is: names of columns that may say so in words of their own.
pub(crate) const KIND: &[&str] = &[
    "type",
    "kind",
    "event",
    "eventtype",
    "eventname",
    "eventkind",
    "activity",
    "activitytype",
    "actiontype",
    "actionname",
];

/// Whether a mark stands: yes, or no where it was taken back.
pub(crate) const LIKED: &[&str] =
    &["liked", "like", "islike", "isliked", "starred", "isstarred", "following"];

/// Whether, or when, a mark was taken back.
pub(crate) const TAKEN_BACK: &[&str] = &[
    "deleted",
    "isdeleted",
    "removed",
    "isremoved",
    "withdrawn",
    "unliked",
    "unfollowed",
    "unstarred",
    "undone",
    "revoked",
    "cancelled",
    "canceled",
    "deletedat",
    "removedat",
    "withdrawnat",
    "unlikedat",
    "unfollowedat",
    "unstarredat",
    "undoneat",
    "revokedat",
];

/// For or against.
pub(crate) const VOTED: &[&str] = &[
    "vote",
    "votevalue",
    "upvote",
    "downvote",
    "isupvote",
    "isdownvote",
    "upvoted",
    "downvoted",
    "votedup",
    "voteddown",
    "thumbsup",
    "thumbsdown",
    "recommended",
];

/// Who stands behind the page.
pub(crate) const OWNER: &[&str] =
    &["owner", "ownerid", "ownername", "pageowner", "repoowner", "pageauthor", "postauthor", "ម្ចាស់", "ម្ចាស់ទំព័រ"];

/// Where from.
pub(crate) const COUNTRY: &[&str] =
    &["country", "countrycode", "cc", "accountcountry", "usercountry", "pagecountry", "ប្រទេស"];

/// When an account was made. In a log such a column is never taken for the time of an event.
pub(crate) const CREATED: &[&str] = &[
    "accountcreationdate",
    "accountcreated",
    "accountcreatedat",
    "usercreated",
    "usercreatedat",
    "joined",
    "joinedat",
    "signup",
    "signupdate",
    "signedup",
    "registered",
    "registeredat",
    "registrationdate",
    "membersince",
    "creationdate",
    "created",
    "createdat",
    "createdatmillis",
    "createdutc",
];

/// How many of [`CREATED`] can mean nothing else.
pub(crate) const CREATED_ONLY: usize = 15;

/// What people call an account or a page.
pub(crate) const NAME: &[&str] = &[
    "name",
    "displayname",
    "userdisplayname",
    "screenname",
    "userscreenname",
    "username",
    "accountname",
    "pagename",
    "title",
];

/// Names of columns that hold counts of marks or followers.
const COUNTS: &[&str] = &[
    "new",
    "newlikes",
    "newfollowers",
    "newfans",
    "total",
    "totallikes",
    "totalfollowers",
    "likes",
    "likecount",
    "fans",
    "fancount",
    "followers",
    "followercount",
    "count",
    "gained",
    "lost",
    "subscribersgained",
    "subscriberslost",
    "periodstart",
    "periodend",
    "ចំនួន",
    "សរុប",
    "ចំនួនសរុប",
    "ការចូលចិត្ត",
    "ចំនួនចូលចិត្ត",
];

/// The columns that make a table one of counts; at least two say so.
pub(crate) fn counts<'c>(columns: impl Iterator<Item = &'c str>) -> Option<Vec<&'c str>> {
    let found: Vec<&str> = columns.filter(|c| COUNTS.contains(&plain(c).as_str())).take(4).collect();
    (found.len() >= 2).then_some(found)
}

/// A name without case and separators, those of no width between Khmer words among them.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '.' | '\u{200b}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A column's name as a shell takes it.
pub(crate) fn typed(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

/// Whether a name means when an account was made and nothing else.
pub(crate) fn is_creation(name: &str) -> bool {
    CREATED[..CREATED_ONLY].contains(&plain(name).as_str())
}

/// Whether a name may mean when a mark was given.
pub(crate) fn is_time(name: &str) -> bool {
    TIME.contains(&plain(name).as_str())
}

/// Whether a name is known at all: a first row that has one is a header.
pub(crate) fn is_any(name: &str) -> bool {
    let name = plain(name);
    [ACCOUNT, PAGE, TIME, ACTION, VERB, OWNER, COUNTRY, CREATED, NAME]
        .iter()
        .any(|l| l.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_stand_once_in_their_list() {
        for list in
            [ACCOUNT, PAGE, TIME, ACTION, VERB, OWNER, COUNTRY, CREATED, NAME, KIND, LIKED, TAKEN_BACK, VOTED]
        {
            for (i, name) in list.iter().enumerate() {
                assert_eq!(plain(name), *name);
                assert!(!list[..i].contains(name), "{name} stands twice");
            }
        }
        assert!(
            is_creation("account_creation_date") && is_creation("CreationDate") && !is_creation("created_at")
        );
        assert_eq!(CREATED[CREATED_ONLY], "created");
        assert_eq!(plain("ឈ្មោះ\u{200b}ទំព័រ"), "ឈ្មោះទំព័រ");
    }
}
