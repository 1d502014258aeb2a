//! What a form sent, and paths it may send us on to. Knows nothing of any one form.

use axum::extract::rejection::RawFormRejection;
use axum::extract::{FromRequest, RawForm, Request};
use axum::http::{HeaderMap, header};
use url::{Url, form_urlencoded};

/// The fields of a form; a name may come several times.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field, as it was typed; empty if absent.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Text of a field without the white space around it; `None` if nothing was written.
    pub fn text(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = RawFormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, RawFormRejection> {
        let RawForm(body) = RawForm::from_request(request, state).await?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

/// The path if it stays on this site; `None` for anything a browser could read as another address.
pub fn local_path(path: &str) -> Option<&str> {
    let plain = path.starts_with('/') && !path.contains('\\') && !path.chars().any(char::is_control);
    let base = Url::parse("http://here.invalid/").ok()?;
    let stays = base.join(path).is_ok_and(|url| url.origin() == base.origin());
    (plain && !path.starts_with("//") && stays).then_some(path)
}

/// True if the caller asks for JSON: our own script does.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.split(',').any(|kind| kind.trim().starts_with("application/json")))
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/moderation?tilstand=held&q=a%20b", "/log?lang=en", "/a//b"] {
            assert_eq!(local_path(good), Some(good), "{good}");
        }
        for bad in [
            "",
            "moderation",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "\n//evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "///evil.example",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }
}
