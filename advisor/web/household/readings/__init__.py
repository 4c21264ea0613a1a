"""The readings a household types at the face of its meter, and the meters that send theirs."""
