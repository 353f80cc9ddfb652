namespace Sinter.Tests;

/// <summary>
/// The Llama forward pass written as plainly as possible, in double, one token at a time with a key-value cache: what
/// the engine and everything above it is compared with. It knows nothing of the product, only weights by their Hugging
/// Face names (row-major, half-split rotary layout) and plain sizes.
/// </summary>
internal sealed class ReferenceLlama(
    Func<string, float[]> weight, int hidden, int layers, int heads, int keyValueHeads, bool tied = true, double ropeBase = 10000, double epsilon = 1e-5)
{
    private readonly int _headSize = hidden / heads;
    private readonly Dictionary<string, float[]> _weights = [];
    private readonly List<(double[] Key, double[] Value)>[] _cache = [.. Enumerable.Range(0, layers).Select(_ => new List<(double[], double[])>())];

    /// <summary>Number of tokens seen so far.</summary>
    public int Position => _cache[0].Count;

    public void Reset() => Array.ForEach(_cache, static layer => layer.Clear());

    /// <summary>The logits of the token that follows this one.</summary>
    public double[] Forward(int token)
    {
        var position = Position;
        var stream = W("model.embed_tokens").Skip(token * hidden).Take(hidden).Select(value => (double)value).ToArray();
        for (var layer = 0; layer < layers; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            var normed = Norm(stream, W(prefix + "input_layernorm"));
            var query = Rotate(Multiply(W(prefix + "self_attn.q_proj"), normed), position);
            var key = Rotate(Multiply(W(prefix + "self_attn.k_proj"), normed), position);
            _cache[layer].Add((key, Multiply(W(prefix + "self_attn.v_proj"), normed)));
            Add(stream, Multiply(W(prefix + "self_attn.o_proj"), Attend(query, _cache[layer])));

            normed = Norm(stream, W(prefix + "post_attention_layernorm"));
            var gate = Multiply(W(prefix + "mlp.gate_proj"), normed);
            var up = Multiply(W(prefix + "mlp.up_proj"), normed);
            var activated = gate.Select((g, i) => g / (1 + Math.Exp(-g)) * up[i]).ToArray();
            Add(stream, Multiply(W(prefix + "mlp.down_proj"), activated));
        }

        return Multiply(W(tied ? "model.embed_tokens" : "lm_head"), Norm(stream, W("model.norm")));
    }

    private double[] Attend(double[] query, List<(double[] Key, double[] Value)> seen)
    {
        var output = new double[hidden];
        for (var head = 0; head < heads; head++)
        {
            int from = head * _headSize, shared = head / (heads / keyValueHeads) * _headSize;
            var scores = seen.Select(past => Enumerable.Range(0, _headSize).Sum(i => query[from + i] * past.Key[shared + i]) / Math.Sqrt(_headSize)).ToArray();
            var most = scores.Max();
            var shares = scores.Select(score => Math.Exp(score - most)).ToArray();
            var total = shares.Sum();
            for (var t = 0; t < shares.Length; t++)
            {
                for (var i = 0; i < _headSize; i++)
                {
                    output[from + i] += shares[t] / total * seen[t].Value[shared + i];
                }
            }
        }

        return output;
    }

    private double[] Rotate(double[] rows, int position)
    {
        var half = _headSize / 2;
        var turned = new double[rows.Length];
        for (var at = 0; at < rows.Length; at += _headSize)
        {
            for (var i = 0; i < half; i++)
            {
                var (sine, cosine) = Math.SinCos(position / Math.Pow(ropeBase, 2.0 * i / _headSize));
                turned[at + i] = rows[at + i] * cosine - rows[at + half + i] * sine;
                turned[at + half + i] = rows[at + half + i] * cosine + rows[at + i] * sine;
            }
        }

        return turned;
    }

    private double[] Norm(double[] x, float[] scale)
    {
        var inverse = 1 / Math.Sqrt(x.Sum(value => value * value) / x.Length + epsilon);
        return [.. x.Select((value, i) => value * inverse * scale[i])];
    }

    private static double[] Multiply(float[] matrix, double[] x)
    {
        var result = new double[matrix.Length / x.Length];
        for (var row = 0; row < result.Length; row++)
        {
            var sum = 0.0;
            for (var column = 0; column < x.Length; column++)
            {
                sum += matrix[row * x.Length + column] * x[column];
            }

            result[row] = sum;
        }

        return result;
    }

    private static void Add(double[] stream, double[] change)
    {
        for (var i = 0; i < stream.Length; i++)
        {
            stream[i] += change[i];
        }
    }

    private float[] W(string name)
    {
        if (!_weights.TryGetValue(name, out var values))
        {
            _weights[name] = values = weight(name + ".weight");
        }

        return values;
    }
}
