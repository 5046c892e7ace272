package dev.softmax.symbolic;

import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/// What the renderer of formulas never asks of a canvas: pictures, clipping, polygons, text of many
/// styles. Apart from what is drawn, so that this can be read in [OutlineGraphics].
abstract sealed class UnusedGraphics extends Graphics2D permits OutlineGraphics {
  private static final String NOT_CALLED = "formulas are made of letters and rules";

  @Override
  public final void addRenderingHints(Map<?, ?> a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void clearRect(int a, int b, int c, int d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void clip(Shape a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void clipRect(int a, int b, int c, int d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void copyArea(int a, int b, int c, int d, int e, int f) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final Graphics create() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawArc(int a, int b, int c, int d, int e, int f) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawGlyphVector(GlyphVector a, float b, float c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawImage(BufferedImage a, BufferedImageOp b, int c, int d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(Image a, AffineTransform b, ImageObserver c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(Image a, int b, int c, Color d, ImageObserver e) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(Image a, int b, int c, ImageObserver d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(Image a, int b, int c, int d, int e, Color f, ImageObserver g) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(Image a, int b, int c, int d, int e, ImageObserver f) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(
      Image a, int b, int c, int d, int e, int f, int g, int h, int i, Color j, ImageObserver k) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean drawImage(
      Image a, int b, int c, int d, int e, int f, int g, int h, int i, ImageObserver j) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawOval(int a, int b, int c, int d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawPolygon(int[] a, int[] b, int c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawPolyline(int[] a, int[] b, int c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawRenderableImage(RenderableImage a, AffineTransform b) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawRenderedImage(RenderedImage a, AffineTransform b) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawRoundRect(int a, int b, int c, int d, int e, int f) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawString(AttributedCharacterIterator a, float b, float c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void drawString(AttributedCharacterIterator a, int b, int c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void fillArc(int a, int b, int c, int d, int e, int f) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void fillOval(int a, int b, int c, int d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void fillPolygon(int[] a, int[] b, int c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void fillRoundRect(int a, int b, int c, int d, int e, int f) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final Color getBackground() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final Shape getClip() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final Rectangle getClipBounds() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final Composite getComposite() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final GraphicsConfiguration getDeviceConfiguration() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final FontMetrics getFontMetrics(Font a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final FontRenderContext getFontRenderContext() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final Paint getPaint() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final boolean hit(Rectangle a, Shape b, boolean c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void rotate(double a, double b, double c) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setBackground(Color a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setClip(Shape a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setClip(int a, int b, int c, int d) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setComposite(Composite a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setPaint(Paint a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setPaintMode() {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void setXORMode(Color a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void shear(double a, double b) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void transform(AffineTransform a) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }

  @Override
  public final void translate(int a, int b) {
    throw new UnsupportedOperationException(NOT_CALLED);
  }
}
