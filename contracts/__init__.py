"""The pure core of Bindery: text and JSON in, values out.

`documents` reads contracts out of design documents, `compatibility` decides whether two versions understand each other,
`messages` makes messages of a schema, `registration` plans what registering documents would do, `exports` writes what
other tools read, `reports` writes the JSON that the command line and the service answer with.
"""
