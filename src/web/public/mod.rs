//! Pages for visitors. Nothing here may import `store`.
