using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Heads;

/// <summary>Texts as vectors, from the hidden states of their tokens.</summary>
public static class TextVectors
{
    extension(Tensor tensor)
    {
        /// <summary>One vector for each text, [texts, hidden size], of these hidden states [..., hidden size].</summary>
        /// <param name="places">Where the texts lie, as <see cref="TextPlaces"/> has it.</param>
        /// <param name="pooling">How.</param>
        public Tensor Pool(Tensor places, TextPooling pooling)
        {
            var rows = Model.Rows(tensor);
            if (pooling != TextPooling.Mean)
            {
                return rows.Gather(places);
            }

            var texts = places.Shape[0];
            var members = places.Reshape([1, texts, 2]).Members(rows.Shape[0], rows.Type).Reshape([texts, rows.Shape[0]]);
            return members.MatMul(rows) / members.Sum(-1).Reshape([texts, 1]);
        }

        /// <summary>Which of a number of positions lie in these ranges [1, n, 2], as ones and zeros [1, n, positions].</summary>
        internal Tensor Members(int positions, DataType type)
            => new AttentionMask(new AttentionOptions { Heads = 1, KeyValueHeads = 1, Cross = true }, positions, type).Apply(tensor)[0];
    }
}
