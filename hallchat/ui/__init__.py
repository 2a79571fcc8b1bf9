"""Components, named for what they show. They read states and decide nothing."""
