"""The picture of services and what runs between them: layers, places, and what to fold where there are too many.

Drawn in layers from left to right, after Sugiyama, Tagawa and Toda (1981), "Methods for Visual Understanding of
Hierarchical System Structures": break cycles, assign columns, order each column, then give everything its place.
`layers` and `placement` know numbers only, `picture` knows services. The same graph is always the same picture.
"""
