export const OperatorFrame = () => <p>operate</p>;
