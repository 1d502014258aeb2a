//! `GET /api`: the description for people, made of the document itself, so that it cannot say anything else. Works without
//! JavaScript and loads nothing from anywhere.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::document;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::public::api::problem::KINDS;
use crate::web::public::outputs::format::Format;
use crate::web::public::outputs::view::View;

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    page: &'a Page,
    operations: Vec<Operation>,
    schemas: Vec<Schema>,
    outputs: Vec<(&'static str, String)>,
    base: String,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    title: String,
    text: String,
    key: bool,
    parameters: Vec<Row>,
    body: Option<String>,
    answers: Vec<(String, String, Option<String>)>,
}

struct Schema {
    name: String,
    text: String,
    fields: Vec<Row>,
}

/// A parameter or a field.
struct Row {
    name: String,
    kind: String,
    refers: Option<String>,
    required: bool,
    text: String,
}

/// The handler.
///
/// # Errors
/// The document cannot be written.
pub async fn show(page: Page) -> Result<Response, WebError> {
    let document = serde_json::to_value(document::of(&page)).map_err(WebError::internal)?;
    let view = View::wall(&page);
    let outputs = Format::ALL.map(|format| (format.name(), view.address(&page, format)));
    let template = ApiPage {
        operations: operations(&document),
        schemas: schemas(&document),
        outputs: outputs.into(),
        base: page.absolute("/api/v1"),
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| one(path, method, operation))
    });
    let mut all: Vec<Operation> = all.collect();
    // What needs no key first.
    all.sort_by(|a, b| (a.key, &a.path).cmp(&(b.key, &b.path)));
    all
}

fn one(path: &str, method: &str, operation: &Value) -> Operation {
    let answers = operation["responses"].as_object().into_iter().flatten();
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        title: text(&operation["summary"]),
        text: text(&operation["description"]),
        key: operation["security"].as_array().is_some_and(|all| !all.is_empty()),
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        body: reference(&operation["requestBody"]["content"]["application/json"]["schema"]),
        answers: answers
            .map(|(status, answer)| {
                let content = answer["content"].as_object().and_then(|content| content.values().next());
                let schema = content.and_then(|content| reference(&content["schema"]));
                (status.clone(), text(&answer["description"]), schema)
            })
            .collect(),
    }
}

fn parameter(parameter: &Value) -> Row {
    Row {
        name: text(&parameter["name"]),
        kind: kind(&parameter["schema"]),
        refers: None,
        required: parameter["required"] == true,
        text: text(&parameter["description"]),
    }
}

fn schemas(document: &Value) -> Vec<Schema> {
    let all = document["components"]["schemas"].as_object().into_iter().flatten();
    all.map(|(name, schema)| {
        let required: Vec<String> = schema["required"].as_array().into_iter().flatten().map(text).collect();
        let fields = schema["properties"].as_object().into_iter().flatten();
        let fields = fields.map(|(field, schema)| Row {
            name: field.clone(),
            kind: kind(schema),
            refers: reference(schema),
            required: required.contains(field),
            text: text(&schema["description"]),
        });
        Schema { name: name.clone(), text: text(&schema["description"]), fields: fields.collect() }
    })
    .collect()
}

/// The schema a schema points to, alone, in a list or beside null.
fn reference(schema: &Value) -> Option<String> {
    let nested = ["oneOf", "anyOf", "allOf"];
    let nested = nested.iter().filter_map(|name| schema[name].as_array()).flatten();
    let deep = [schema, &schema["items"], &schema["additionalProperties"]["items"]];
    let named = deep.into_iter().chain(nested).find_map(|schema| schema["$ref"].as_str())?;
    named.rsplit('/').next().map(str::to_owned)
}

/// What a value is, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(text).collect::<Vec<_>>().join(" | ");
    }
    let name = reference(schema);
    let base = match (&schema["type"], name) {
        (_, Some(name)) if schema["type"] == "array" => format!("list of {name}"),
        (_, Some(name)) if schema["type"] == "object" => format!("lists of {name} by name"),
        (_, Some(name)) => name,
        (Value::String(base), _) if base == "array" => format!("list of {}", kind(&schema["items"])),
        (Value::String(base), _) => base.clone(),
        (Value::Array(bases), _) => bases.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    };
    let bounds = [
        ("format", "", ""),
        ("pattern", "", ""),
        ("minimum", "from ", ""),
        ("maximum", "to ", ""),
        ("maxLength", "at most ", " characters"),
    ];
    let bounds = bounds.into_iter().filter_map(|(name, before, after)| {
        Some(&schema[name])
            .filter(|value| !value.is_null())
            .map(|value| format!("{before}{}{after}", text(value)))
    });
    std::iter::once(base).chain(bounds).collect::<Vec<_>>().join(", ")
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl ApiPage<'_> {
    fn problems(&self) -> Vec<(&'static str, u16, &'static str)> {
        KINDS.iter().map(|(word, status, title)| (*word, status.as_u16(), *title)).collect()
    }

    fn example(&self) -> String {
        format!("curl '{}/posts?q=tillid&limit=5'", self.base)
    }
}
