/** All contexts as one Function App: what the root's `main` names, for a single host over everything. */
import './basket/app.ts';
import './catalog/app.ts';
import './coupon/app.ts';
import './ordering/app.ts';
import './payment/app.ts';
