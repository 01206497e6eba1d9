package example.fieldfare;

import java.awt.AWTException;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Pictures. */
public final class Pictures {
    private final File folder;

    /** Make pictures in a folder. */
    public Pictures(File folder) {
        this.folder = folder;
    }

    /** Takes one. */
    public File take(String step) throws AWTException, IOException {
        Rectangle all = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        BufferedImage image = new Robot().createScreenCapture(all);
        File file = new File(folder, step + ".png");
        ImageIO.write(image, "png", file);
        return file;
    }
}
