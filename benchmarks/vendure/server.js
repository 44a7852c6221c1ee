// One Vendure server in its default configuration, on the database that the environment names.
const { createRequire } = require("node:module");
const { bootstrap, dummyPaymentHandler, defaultConfig, LogLevel, DefaultLogger } = createRequire(`${process.cwd()}/`)("@vendure/core");

bootstrap({
  apiOptions: { hostname: "127.0.0.1", port: Number(process.env.SHOP_LISTENS), adminApiPath: "admin-api", shopApiPath: "shop-api", cors: false },
  authOptions: { tokenMethod: ["bearer"], superadminCredentials: { identifier: "superadmin", password: "only measured" }, requireVerification: false },
  dbConnectionOptions: {
    type: "postgres",
    synchronize: process.env.SHOP_FIRST === "1",
    logging: false,
    database: process.env.SHOP_NAME,
    host: process.env.SHOP_HOST,
    port: Number(process.env.SHOP_PORT),
    username: process.env.SHOP_USER,
    password: process.env.SHOP_PASSWORD,
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  logger: new DefaultLogger({ level: LogLevel.Warn }),
}).catch((error) => {
  console.error(error);
  process.exit(1);
});
