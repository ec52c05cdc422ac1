import { render } from 'preact';
import './style/app.css';

const place = document.getElementById('app');
if (place) render(<p>Safelane</p>, place);
