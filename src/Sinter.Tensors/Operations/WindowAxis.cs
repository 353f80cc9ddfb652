namespace Sinter.Tensors.Operations;

/// <summary>
/// How a window moves along one dimension: output i reads the elements i · Stride - Before + k · Dilation for k below Size, of which those
/// outside the input are padding.
/// </summary>
/// <param name="Size">Elements that a window reads.</param>
/// <param name="Stride">Elements from one window to the next.</param>
/// <param name="Before">Padding in front of the first element.</param>
/// <param name="After">Padding behind the last element.</param>
/// <param name="Dilation">Distance between the elements that a window reads; 1 for neighbours.</param>
public readonly record struct WindowAxis(int Size, int Stride = 1, int Before = 0, int After = 0, int Dilation = 1)
{
    /// <summary>A dimension that no window moves along.</summary>
    public static WindowAxis None => new(1);

    /// <summary>Whether the output is as the input, element by element.</summary>
    internal bool IsIdentity => this is { Size: 1, Stride: 1, Before: 0, After: 0 };

    /// <summary>Whether the numbers make sense: sizes and steps positive, padding not negative.</summary>
    internal bool IsValid => Size > 0 && Stride > 0 && Dilation > 0 && Before >= 0 && After >= 0;

    /// <summary>How many windows fit an input of a length, its padding included; 0 where none does.</summary>
    public int Outputs(int length)
    {
        var room = (long)length + Before + After - ((long)Dilation * (Size - 1)) - 1;
        return room < 0 ? 0 : (int)(room / Stride) + 1;
    }

    /// <summary>The outputs [First, End) of which element <paramref name="tap"/> of the window lies inside an input of a length.</summary>
    internal (int First, int End) Inside(int tap, int length)
    {
        var shift = (long)Before - ((long)tap * Dilation);
        var first = shift <= 0 ? 0 : (shift + Stride - 1) / Stride;
        var end = length - 1 + shift < 0 ? 0 : ((length - 1 + shift) / Stride) + 1;
        var outputs = Outputs(length);
        return ((int)Math.Min(first, outputs), (int)Math.Clamp(end, Math.Min(first, outputs), outputs));
    }

    /// <summary>
    /// For references: the index in a plane [height, width] of each element that each window reads, [windows, elements of a window]; -1 for padding.
    /// </summary>
    internal static Tensor Indices(Backend backend, WindowAxis vertical, WindowAxis horizontal, int height, int width)
    {
        var (rows, columns, taps) = (vertical.Outputs(height), horizontal.Outputs(width), vertical.Size * horizontal.Size);
        var indices = new int[rows * columns * taps];
        for (var i = 0; i < indices.Length; i++)
        {
            var (window, tap) = (i / taps, i % taps);
            var y = (window / columns * vertical.Stride) - vertical.Before + (tap / horizontal.Size * vertical.Dilation);
            var x = (window % columns * horizontal.Stride) - horizontal.Before + (tap % horizontal.Size * horizontal.Dilation);
            indices[i] = y < 0 || y >= height || x < 0 || x >= width ? -1 : (y * width) + x;
        }

        return Tensor.From<int>(backend, indices, [rows * columns, taps]);
    }
}
