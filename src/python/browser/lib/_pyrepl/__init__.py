"""The interactive prompt's own modules: a page has no prompt. `pdb` imports one of them."""
