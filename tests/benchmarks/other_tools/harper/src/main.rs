//! Holds Harper's own library, compiled for this machine.
//! See `../__init__.py` for what it is told and what it answers.

use harper_core::linting::{LintGroup, Linter};
use harper_core::parsers::PlainEnglish;
use harper_core::spell::FstDictionary;
use harper_core::{Dialect, Document};
use serde_json::{Value, json};
use std::error::Error;
use std::fs::read_to_string;
use std::io::stdin;

fn main() -> Result<(), Box<dyn Error>> {
    let dictionary = FstDictionary::curated();
    let mut linter = LintGroup::new_curated(dictionary, Dialect::British);
    println!("{}", json!({"version": "3.0.0", "pids": []}));
    for folder in stdin().lines() {
        let mut all = 0;
        for row in read_to_string(format!("{}/notes.jsonl", folder?))?.lines() {
            let note: Value = serde_json::from_str(row)?;
            let text = note["text"].as_str().ok_or("a note has no text")?;
            all += linter.lint(&Document::new_curated(text, &PlainEnglish)).len();
        }
        println!("{}", json!({"findings": {"all": all}}));
    }
    Ok(())
}
