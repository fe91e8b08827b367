// The types of selenium-webdriver name its modules without their files; Node needs the file.
declare module "selenium-webdriver/remote/index.js" {
  export * from "selenium-webdriver/remote";
}
