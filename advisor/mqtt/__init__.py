"""Connected meters: what they publish over MQTT, mapped by documents, and the subscriber that keeps it."""
