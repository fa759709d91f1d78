namespace Concord.Network.ServiceClasses;

/// <summary>Counts open associations: in all, by address, by calling AE title. Safe for any thread.</summary>
internal sealed class AssociationLimits(NetworkOptions options)
{
    private readonly Lock _counting = new();
    private readonly Dictionary<string, int> _byAddress = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byTitle = new(StringComparer.Ordinal);
    private int _open;
    private int _refusing;

    /// <summary>False when one more is too many; what was entered must be left.</summary>
    internal bool TryEnter(string address)
    {
        lock (_counting)
        {
            _byAddress.TryGetValue(address, out var here);
            if (_open >= options.MaxAssociations || here >= options.MaxAssociationsPerPeer) return false;
            _open++;
            _byAddress[address] = here + 1;
            return true;
        }
    }

    internal void Leave(string address)
    {
        lock (_counting)
        {
            _open--;
            if (--_byAddress[address] == 0) _byAddress.Remove(address);
        }
    }

    /// <summary>False when one more of that calling AE title is too many; what was entered must be left.</summary>
    internal bool TryEnterTitle(string aeTitle, int most)
    {
        lock (_counting)
        {
            _byTitle.TryGetValue(aeTitle, out var here);
            if (here >= most) return false;
            _byTitle[aeTitle] = here + 1;
            return true;
        }
    }

    internal void LeaveTitle(string aeTitle)
    {
        lock (_counting)
        {
            if (--_byTitle[aeTitle] == 0) _byTitle.Remove(aeTitle);
        }
    }

    /// <summary>A connection over the limit may stay to be told so by A-ASSOCIATE-RJ; false when too many do that already: it is dropped at once.</summary>
    internal bool TryBeginRefusal()
    {
        lock (_counting)
        {
            if (_refusing >= options.MaxAssociations) return false;
            _refusing++;
            return true;
        }
    }

    internal void EndRefusal()
    {
        lock (_counting) _refusing--;
    }
}
