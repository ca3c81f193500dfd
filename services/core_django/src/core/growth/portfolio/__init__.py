"""What a learner can show, in their own words."""
