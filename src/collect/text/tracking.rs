//! Which URL parameters follow people around and say nothing about the page.

/// Parameters that are tracking on every site.
const EVERYWHERE: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "gad_source",
    "gad_campaignid",
    "srsltid", // Meta, Google
    "msclkid",
    "twclid",
    "ttclid",
    "yclid",
    "ysclid",
    "li_fat_id",
    "epik",
    "rdt_cid",
    "sccid",
    "scclid", // other ads
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "__hssc",
    "__hstc",
    "__hsfp",
    "hsctatracking", // newsletters
    "vero_id",
    "vero_conv",
    "wickedid",
    "oft_id",
    "oft_k",
    "oft_lk",
    "oft_d",
    "oft_c",
    "oft_ids",
    "dm_i",
    "ml_subscriber",
    "ml_subscriber_hash",
    "_ke",
    "_kx",
    "elqtrackid",
    "elqtrack",
    "ck_subscriber_id",
    "apsis_id",
    "igshid",
    "igsh",
    "trk",
    "trackingid",
    "lipi",
    "licu",
    "rcm",
    "trkinfo",
    "midtoken",
    "midsig",
    "trkemail",
    "ref_src",
    "ref_url",
    "spm",
    "wt_mc",
    "wt_zmc",
    "wtmc",
    "_openstat",
    "_ga",
    "_gl",
    "_branch_match_id",
    "__cft__",
    "__tn__",
    "__xts__",
    "__twitter_impression",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "cmpid",
    "s_cid",
    "icid",
    "sc_campaign",
    "sc_channel",
    "sc_content",
    "sc_medium",
    "sc_outcome",
    "sc_geo",
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
    "fb_ref",
    "action_object_map",
    "action_type_map",
];

/// Beginnings of parameters that are tracking on every site.
const PREFIXES: &[&str] = &[
    "utm_",
    "oly_",
    "vero_",
    "at_",
    "ns_",
    "pk_",
    "mtm_",
    "piwik_",
    "matomo_",
    "hsa_",
    "__cft__[",
    "fb_comment_",
    "itm_",
];

/// Parameters that are tracking on these sites (and their subdomains) and mean something elsewhere.
const ON_SITES: &[(&str, &[&str])] = &[
    ("youtube.com", &["si", "feature", "pp", "ab_channel"]),
    ("youtu.be", &["si", "feature", "pp", "ab_channel"]),
    ("spotify.com", &["si", "context", "nd", "dlsi"]),
    ("x.com", &["s", "t", "cxt"]),
    ("twitter.com", &["s", "t", "cxt"]),
    (
        "facebook.com",
        &[
            "ref",
            "refsrc",
            "mibextid",
            "paipv",
            "eav",
            "_rdr",
            "_rdc",
            "rdid",
            "share_url",
            "sfnsn",
            "locale",
        ],
    ),
    ("instagram.com", &["hl", "img_index"]),
    ("linkedin.com", &["originalsubdomain", "original_referer", "refid", "utm", "li_source", "li_medium"]),
    ("tiktok.com", &["_r", "_t", "is_from_webapp", "sender_device", "web_id"]),
    ("amazon.com", &["ref_", "pf_rd_p", "pf_rd_r", "psc"]),
];

/// True if the parameter (name in lower case) only tracks on this host.
pub fn is_tracking(name: &str, host: &str) -> bool {
    EVERYWHERE.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || ON_SITES.iter().any(|(site, names)| names.contains(&name) && is_on(host, site))
}

/// True if the host is the site or one of its subdomains.
pub fn is_on(host: &str, site: &str) -> bool {
    host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
