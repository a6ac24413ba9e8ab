export const CheckoutPage = () => <p>CheckoutPage</p>;
