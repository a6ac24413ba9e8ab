export const OrderPage = () => <p>OrderPage</p>;
