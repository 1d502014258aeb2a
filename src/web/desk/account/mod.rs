//! One's own account: password, second factor, sessions; and the one-time link that opens a new or locked account.

mod factor;
mod link;
mod password;
mod sessions;
mod show;

pub use factor::{begin as factor, confirm as factor_confirm, new_codes, turn_off as factor_off};
pub use link::{form as link, open as link_open};
pub use password::change as password;
pub use sessions::end as sessions_end;
pub use show::show;
