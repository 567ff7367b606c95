COUNT_ORDERS = "SELECT count(*) FROM orders WHERE status = '{}'"
