package javax.servlet;

public class ServletContextEvent {
}
