package javax.servlet;

public interface ServletContextListener {
    void contextInitialized(ServletContextEvent event);
}
