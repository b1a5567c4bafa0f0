import { startApp } from './app.js';

const port = Number(process.env.PORT ?? 3000);
const dataDirectory = process.env.DATA_DIR ?? 'data';

try {
  const app = await startApp({ port, dataDirectory });
  console.log(`Shelf is open at ${app.address} (books in ${dataDirectory})`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => app.stop());
} catch (error) {
  const inUse = error.code === 'EADDRINUSE';
  console.error(inUse ? `Port ${port} is in use. Choose another one with PORT.` : error.message);
  process.exitCode = 1;
}
