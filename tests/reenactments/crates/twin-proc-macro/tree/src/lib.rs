//! Derives getters.

use proc_macro::TokenStream;
use quote::quote;
use syn::{parse_macro_input, Data, DeriveInput};

/// Derives a getter for every named field.
#[proc_macro_derive(Getters)]
pub fn derive_getters(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let name = &input.ident;
    let Data::Struct(data) = &input.data else {
        return syn::Error::new_spanned(name, "only structs have fields").to_compile_error().into();
    };
    let getters = data.fields.iter().filter_map(|field| {
        let (name, kind) = (field.ident.as_ref()?, &field.ty);
        Some(quote! { pub fn #name(&self) -> &#kind { &self.#name } })
    });
    quote! { impl #name { #(#getters)* } }.into()
}
