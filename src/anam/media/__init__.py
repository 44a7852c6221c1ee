"""Pictures of products, as files: what they are called, where they are kept, and how a page asks for them."""
