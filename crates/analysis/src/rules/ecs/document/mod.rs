//! Rules about the shape of the JSON: its syntax, its keys and the types of its values.

mod refusal;
mod spelling;

crate::rule::group! {
    /// The shape of the JSON: its syntax, its keys, and the types of its values, held against the fields of the ECS
    /// API.
    "document": syntax_error, misspelled_field, unknown_field, read_only_field, wrapped_task_definition,
    null_value, empty_tags, wrong_value_type, missing_required_field, invalid_enum_value, default_network_mode,
    duplicate_key, retired_inference_accelerator, document_too_large
}
