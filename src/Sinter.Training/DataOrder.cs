using Sinter.Tensors.Randomness;

namespace Sinter.Training;

/// <summary>
/// The order in which sequences are trained on: every epoch all of them once, each epoch in its own order. A place in it is a number, so that a
/// training continues exactly where it was.
/// </summary>
internal sealed class DataOrder(long sequences, ulong seed)
{
    private int _epoch = -1;
    private int[] _order = [];

    /// <summary>The sequence at a place, counted from the start of the training.</summary>
    public long this[long place]
    {
        get
        {
            var epoch = (int)(place / sequences);
            if (epoch != _epoch)
            {
                _order = new RandomStream(seed, $"shuffle/epoch-{epoch}").Permutation(checked((int)sequences));
                _epoch = epoch;
            }

            return _order[place % sequences];
        }
    }
}
