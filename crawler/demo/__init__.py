"""The bundled newsroom: five invented outlets, served on loopback."""
