"""The living page of the design system: tokens, components and pictures as the pages use them."""
