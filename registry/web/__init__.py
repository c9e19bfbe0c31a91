"""The pages for people: server-rendered, of the same use cases as the API; every page works without JavaScript.

`pages/` has one module per screen: routes that hand what `registry.services` give to a template. `templates/` holds one
template per screen; what they share is in `layout.html` and `components.html`. `static/` holds all that browsers load.
"""
