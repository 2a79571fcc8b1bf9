"""HallChat's tests. The folders mirror ``hallchat/``."""
