package dev.softmax.image;

import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Where the first frame of a GIF file lies on its screen.
///
/// @param width columns of the screen
/// @param height rows of the screen
/// @param left first column of the frame
/// @param top first row of the frame
/// @param colour what the screen around it is filled with, an index of the palette
record GifScreen(int width, int height, int left, int top, int colour) {
  /// The screen of the file that a reader reads.
  static GifScreen of(ImageReader reader) throws IOException {
    Element stream = tree(reader.getStreamMetadata());
    Element frame = tree(reader.getImageMetadata(0));
    int left = number(frame, "ImageDescriptor", "imageLeftPosition");
    int top = number(frame, "ImageDescriptor", "imageTopPosition");
    int width = number(stream, "LogicalScreenDescriptor", "logicalScreenWidth");
    int height = number(stream, "LogicalScreenDescriptor", "logicalScreenHeight");
    return new GifScreen(
        Math.max(width, left + reader.getWidth(0)),
        Math.max(height, top + reader.getHeight(0)),
        left,
        top,
        number(frame, "GraphicControlExtension", "transparentColorIndex"));
  }

  private static Element tree(IIOMetadata metadata) {
    return (Element) metadata.getAsTree(metadata.getNativeMetadataFormatName());
  }

  /// 0 if there is none.
  private static int number(Element tree, String node, String attribute) {
    NodeList nodes = tree.getElementsByTagName(node);
    String value = nodes.getLength() == 0 ? "" : ((Element) nodes.item(0)).getAttribute(attribute);
    return value.isEmpty() ? 0 : Integer.parseInt(value);
  }

  /// The frame on its screen.
  Picture paste(Picture frame, IndexColorModel palette) {
    if (frame.width() == width && frame.height() == height) {
      return frame;
    }
    int fill = colour < palette.getMapSize() ? palette.getRGB(colour) : 0;
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    for (int i = 0; i < out.length; i += 3) {
      out[i] = (byte) (fill >> 16);
      out[i + 1] = (byte) (fill >> 8);
      out[i + 2] = (byte) fill;
    }
    int length = frame.width() * 3;
    for (int y = 0; y < frame.height(); y++) {
      System.arraycopy(frame.data(), y * length, out, ((top + y) * width + left) * 3, length);
    }
    return Picture.owning(out, height, width, 3);
  }
}
