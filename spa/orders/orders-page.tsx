export const OrdersPage = () => <p>OrdersPage</p>;
